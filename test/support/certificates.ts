import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** False where no `openssl` is in PATH; then what needs a certificate is skipped, and this has said so. */
export const hasOpenssl = spawnSync('openssl', ['version']).status === 0;
if (!hasOpenssl) console.warn('openssl does not start: the tests of encrypted sessions are skipped');

/** Files in a folder of their own. */
export interface Certificates {
  /** Knows the server and the client, and nobody knows it. */
  readonly authority: string;
  /** For 127.0.0.1. */
  readonly server: Pair;
  /** Of a user of the database. */
  readonly client: Pair & { readonly pfx: string; readonly password: string };
  remove(): Promise<void>;
}

interface Pair {
  readonly certificate: string;
  readonly key: string;
}

/** @param user the name of a user of the database */
export async function makeCertificates(user: string): Promise<Certificates> {
  const directory = await mkdtemp(path.join(tmpdir(), 'pec-certificates-'));
  const file = (name: string) => path.join(directory, name);
  const openssl = (...args: readonly string[]) => execFileSync('openssl', args, { stdio: 'pipe' });
  const make = (name: string, subject: string, ...more: readonly string[]): Pair => {
    const pair = { certificate: file(`${name}.pem`), key: file(`${name}.key`) };
    const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-keyout', pair.key];
    openssl(
      'req',
      '-x509',
      ...key,
      '-out',
      pair.certificate,
      '-subj',
      `/CN=${subject}`,
      '-days',
      '2',
      ...more,
    );
    return pair;
  };
  const authority = make('authority', 'authority');
  const signed = ['-CA', authority.certificate, '-CAkey', authority.key, '-addext'];
  const server = make('server', 'server', ...signed, 'subjectAltName=IP:127.0.0.1');
  const client = make('client', user, ...signed, 'extendedKeyUsage=clientAuth');
  const [pfx, password] = [file('client.pfx'), 's3cret'];
  openssl(
    'pkcs12',
    '-export',
    '-in',
    client.certificate,
    '-inkey',
    client.key,
    '-out',
    pfx,
    '-passout',
    `pass:${password}`,
  );
  return {
    authority: authority.certificate,
    server,
    client: { ...client, pfx, password },
    remove: () => rm(directory, { recursive: true }),
  };
}
