import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** The longest first: one that begins last is waited for alone. */
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const others = await super.sort(files);
    const isLong = ({ moduleId }: TestSpecification) => /\/test\/(?:rolling|cli)\//.test(moduleId);
    return [...others.filter(isLong), ...others.filter((file) => !isLong(file))];
  }
}

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // For what hangs: how long a test takes on a busy machine is no matter of it.
    testTimeout: 300_000,
    hookTimeout: 300_000,
    // One more than the cores of CI: databases, compilers and generators are processes of their own, and some tests wait.
    maxWorkers: 3,
    sequence: { sequencer: LongestFirst },
  },
});
