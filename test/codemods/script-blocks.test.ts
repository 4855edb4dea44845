import fc from 'fast-check';
import { expect, test } from 'vitest';
import { splitScript } from '../../codemods/project/script-blocks.js';

const scriptIn = (file: string, text: string) => splitScript(file, text)?.script.trim();

test.each([
  ['a.vue', '<script lang="ts">x</script>', 'x'],
  ['a.vue', '<SCRIPT setup lang=\'tsx\' generic="T extends A<B>">x</SCRIPT >', 'x'],
  ['a.vue', '<!-- <script>no</script> --><script>x</script>', 'x'],
  ['a.vue', '<script src="./a.js"></script>', undefined],
  ['a.svelte', '<script type="application/ld+json">{}</script>', undefined],
  ['a.svelte', '<script lang="ts">x</script><script>y</script>', undefined],
  ['a.vue', '<script lang="coffee">x</script>', undefined],
  ['a.vue', '<script lang="ts">x', undefined],
  ['a.astro', '---\nx\n---\n<script>y</script>', 'x'],
  ['a.astro', '<p>\n---\nx\n---\n', undefined],
])('%s: %s', (file, text, script) => {
  expect(scriptIn(file, text)).toBe(script);
});

test('script and rest together are the file, character by character', () => {
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
      const split = splitScript(file, whole);
      if (!split) return;
      expect(split.script).toHaveLength(whole.length);
      expect(split.rest).toHaveLength(whole.length);
      for (let at = 0; at < whole.length; at++) {
        expect([split.script[at], split.rest[at]]).toContain(whole[at]);
      }
    }),
  );
});
