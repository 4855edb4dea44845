import type { CodemodName } from '../codemod-report.js';

/** The codemods after which a record has other keys. */
export function isReshaping(codemod: CodemodName): boolean {
  return codemod === 'switch-reads' || codemod === 'contract' || codemod === 'rename-field';
}

/** A quick look at a text, before it is parsed for exits. */
export function mayExit(text: string): boolean {
  return /\.(?:json|jsonp|send|stringify|serialize)\(|['"]use server['"]|\bget(?:ServerSide|Static|Initial)Props\b|\b(?:loader|action|load)\b|rocedure\b|@nestjs\/|fastify|elysia|\bdefineEventHandler\b|\bctx\.body\b|\.(?:set|setex|put|publish|emit|add|sendMessage)\(/i.test(
    text,
  );
}
