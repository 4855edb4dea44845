export * from '@client';
