// The package's own types leave its parsers out.
declare module 'jscodeshift/src/getParser.js' {
  const getParser: (name: string) => { parse(code: string): object };
  export default getParser;
}
