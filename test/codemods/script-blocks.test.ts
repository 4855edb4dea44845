import fc from 'fast-check';
import { expect, test } from 'vitest';
import { splitScripts } from '../../codemods/project/script-blocks.js';

const scriptsIn = (file: string, text: string) =>
  splitScripts(file, text)?.scripts.map(({ ending, text: script }) => `${ending} ${script.trim()}`);

test.each<[string, string, readonly string[] | undefined]>([
  ['a.vue', '<script lang="ts">x</script>', ['.ts x']],
  ['a.vue', '<SCRIPT setup lang=\'tsx\' generic="T extends A<B>">x</SCRIPT >', ['.tsx x']],
  ['a.vue', '<!-- <script>no</script> --><script>x</script>', ['.js x']],
  ['a.vue', '<script src="./a.js"></script>', undefined],
  ['a.svelte', '<script type="application/ld+json">{}</script>', undefined],
  ['a.svelte', '<script lang="ts">x</script><script>y</script>', undefined],
  ['a.vue', '<script lang="coffee">x</script>', undefined],
  ['a.vue', '<script lang="ts">x', undefined],
  ['a.vue', '<script>x</script><script setup>y</script>', [`.js x${' '.repeat(23)}y`]],
  ['a.astro', '---\nx\n---\n<script>y</script>', ['.ts x', '.1.ts yexport{};']],
  ['a.astro', '<script>x</script><script is:inline>y</script >', ['.ts xexport{};', '.1.js yexport{};']],
  [
    'a.astro',
    '---\n"<script>no</script>"\n---\n<script define:vars={{ a }}>y</script>',
    ['.ts "<script>no</script>"', '.1.js yexport{};'],
  ],
  ['a.astro', '{/* <script>no</script> */}<script src="./a.ts"></script><p>no</p>', undefined],
  ['a.astro', '<p>\n---\nx\n---\n', undefined],
])('%s: %s', (file, text, scripts) => {
  expect(scriptsIn(file, text)).toEqual(scripts);
});

test('scripts and rest together are the file, character by character', () => {
  const part = fc.constantFrom(
    '<script>',
    '<script lang="ts">',
    '</script>',
    '<!--',
    '-->',
    '---\n',
    '\r\n',
    'é😀',
    ' a ',
    '"',
  );
  const text = fc.array(part, { maxLength: 20 }).map((parts) => parts.join(''));
  fc.assert(
    fc.property(text, fc.constantFrom('a.vue', 'a.astro'), (whole, file) => {
      const split = splitScripts(file, whole);
      if (!split) return;
      const parts = [split.rest, ...split.scripts.map((script) => script.text)];
      for (const part of parts) expect(part).toHaveLength(whole.length);
      for (let at = 0; at < whole.length; at++) {
        expect(parts.map((part) => part[at])).toContain(whole[at]);
      }
    }),
  );
});
