export * from './collections';
export { PASSED as NAMES } from './collections';
