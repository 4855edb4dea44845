export { default } from './defaults';
export { default as first } from './default-value';
