import { describe, expect, it } from 'vitest';
import { requireVersion } from '../../src/database/version.js';

describe('the version of a server', () => {
  it.each([
    ['12', '12'],
    ['12.22', '12'],
    ['18.4 (Debian 18.4-1.pgdg12+1)', '12'],
    ['8.0.12', '8.0.12'],
    ['8.4.0-commercial', '8.0.12'],
    ['10.11.6-MariaDB-0+deb12u1', '10.3'],
  ])('%s will do where %s is needed', (version, least) => {
    expect(() => requireVersion('The server', version, least)).not.toThrow();
  });

  it.each([
    ['9.6.24', '12'],
    ['11.22', '12'],
    ['8.0.9', '8.0.12'],
    ['5.6.31-log', '8.0.12'],
    ['5.5.68-MariaDB', '10.3'],
  ])('%s is too old where %s is needed', (version, least) => {
    expect(() => requireVersion('PostgreSQL', version, least)).toThrow(
      `The server is PostgreSQL ${version}, and ${least} or later is needed`,
    );
  });
});
