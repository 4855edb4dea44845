export type { User as DbUser } from '@client'; // re-exports
export * from './own';
