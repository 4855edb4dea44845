import type { CodemodProgress, CodemodRequest } from './request.js';

export function showProgress(request: CodemodRequest, step: CodemodProgress['step'], total: number): void {
  request.onProgress?.({ step, done: 0, total });
}
