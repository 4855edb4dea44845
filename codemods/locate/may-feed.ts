/** A quick look at a text, before it is parsed: a query of one of the models that may take a value as a whole. */
export function mayFeed(text: string, models: readonly string[]): boolean {
  return models.some((model) => {
    const delegate = `${model.charAt(0).toLowerCase()}${model.slice(1)}`;
    return text.includes(`.${delegate}.`) && WHOLE.test(text);
  });
}

/** `data`, `data: input`, `data: parse(body)`, `...input`; none that is only written out. */
const WHOLE = /\.\.\.|\b(?:data|create|update|where)\s*(?:[,}]|:\s*[^\s{[])/;
