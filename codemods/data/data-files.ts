/** Files of data that may show records of a model, or say what is shown of them. */
export const DATA_FILES = '**/*.{json,snap,graphql,gql}';

/** What describes the project, and the texts that people read. */
export const NEVER_DATA = [
  '**/{package,package-lock,composer,transitions,tsconfig*,jsconfig*,*.config,*.tsbuildinfo}.json',
  '**/{locales,locale,i18n,lang,messages,translations}/**/*.json',
  '**/.*/**',
];
