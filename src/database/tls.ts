import { readFileSync } from 'node:fs';
import { createSecureContext, type SecureContextOptions } from 'node:tls';
import { UserError } from '../errors.js';

/** How the sessions of a connection string are encrypted, in the terms of `tls.connect`. */
export interface Tls extends Pick<SecureContextOptions, 'ca' | 'cert' | 'key' | 'pfx' | 'passphrase'> {
  /** Whether a certificate of which no known authority answers ends the connection. */
  readonly rejectUnauthorized: boolean;
}

/** Whether a connection string takes an encrypted session where there is one to be had, and a plain one otherwise. */
export function prefersTls({ searchParams }: URL): boolean {
  return /^(?:prefer|allow)$/.test(searchParams.get('sslmode') ?? '');
}

/** What of a connection string is about encryption: Prisma's words, and those of libpq. */
const PARAMETERS = [
  'ssl',
  'sslmode',
  'sslaccept',
  'sslcert',
  'sslkey',
  'sslrootcert',
  'sslidentity',
  'sslpassword',
] as const;

/**
 * What a connection string asks for. A certificate is checked unless the string says otherwise, as the drivers of an
 * application under Prisma 7 do it. Files are absolute, or from the working directory.
 *
 * `sslcert` alone is the authority of the server, as Prisma has it; with `sslkey` it is the client's own certificate, as
 * libpq has it.
 *
 * @returns undefined where it says nothing of it
 * @throws UserError `database-url` if a file cannot be read, or holds no certificate or key
 */
export function tlsOf(url: URL): Tls | false | undefined {
  const { searchParams } = url;
  if (!PARAMETERS.some((name) => searchParams.has(name))) return undefined;
  const mode = searchParams.get('sslmode');
  if (mode === 'disable' || /^(?:0|false)$/.test(searchParams.get('ssl') ?? '')) return false;
  const file = (name: (typeof PARAMETERS)[number]) => {
    const path = searchParams.get(name);
    // libpq's word for the authorities that the system knows.
    return path && path !== 'system' ? read(name, path) : undefined;
  };
  const [key, certificate, identity] = [file('sslkey'), file('sslcert'), file('sslidentity')];
  const authority = file('sslrootcert') ?? (key ? undefined : certificate);
  const password = searchParams.get('sslpassword');
  const accepts = searchParams.get('sslaccept');
  // Who takes a plain session has nothing to check a certificate for.
  const takesAny = accepts === 'accept_invalid_certs' || mode === 'no-verify' || prefersTls(url);
  const tls = {
    rejectUnauthorized: accepts === 'strict' || !takesAny,
    ...(authority && { ca: authority }),
    ...(key && certificate && { key, cert: certificate }),
    ...(identity && { pfx: identity }),
    ...(password !== null && { passphrase: password }),
  };
  try {
    createSecureContext(tls);
  } catch (error) {
    throw new UserError(
      'database-url',
      `The certificates that the connection string names cannot be used: ${(error as Error).message}`,
      { hint: 'expected PEM files, or a PKCS #12 file as sslidentity with its sslpassword' },
    );
  }
  return tls;
}

/** The same connection string without a word of encryption. */
export function withoutTls(url: URL): string {
  const bare = new URL(url);
  for (const name of PARAMETERS) bare.searchParams.delete(name);
  return bare.href;
}

function read(name: string, path: string): Buffer {
  try {
    return readFileSync(path);
  } catch {
    throw new UserError(
      'database-url',
      `The file of ${name} in the connection string cannot be read: ${path}`,
      {
        hint: 'its path is absolute, or from the working directory',
      },
    );
  }
}

/**
 * What an error of a driver says of encryption.
 *
 * @param server as a message names it
 * @returns undefined where it is about something else
 */
export function tlsError(error: unknown, server: string): UserError | undefined {
  if (!(error instanceof Error)) return undefined;
  const { message } = error;
  const { code } = error as { readonly code?: unknown };
  if (typeof code === 'string' && UNTRUSTED.test(code)) {
    return new UserError(
      'database-untrusted',
      `The certificate of the database at ${server} is not trusted (${message})`,
      {
        hint: 'name its authority with sslcert=<file> in the connection string, or in NODE_EXTRA_CA_CERTS; sslaccept=accept_invalid_certs takes any',
      },
    );
  }
  if (/no encryption|SSL off|insecure transport/.test(message)) {
    return new UserError('database-encryption', `The database at ${server} takes encrypted sessions only`, {
      hint: 'add sslaccept=strict to the connection string, and sslcert=<file> where its authority is not a public one',
    });
  }
  if (isWithoutTls(error)) {
    return new UserError('database-encryption', `The database at ${server} does not encrypt its sessions`, {
      hint: 'the connection string asks for it, with sslmode or sslaccept',
    });
  }
  return undefined;
}

/** Whether a driver says that the server does not encrypt. */
export function isWithoutTls(error: unknown): boolean {
  return error instanceof Error && /not support SSL|ssl not enabled/i.test(error.message);
}

/** https://nodejs.org/api/tls.html#x509-certificate-error-codes */
const UNTRUSTED =
  /^(?:ERR_TLS_CERT_|(?:DEPTH_ZERO_)?SELF_SIGNED_CERT|UNABLE_TO_(?:GET_ISSUER|VERIFY)|CERT_|INVALID_(?:CA|PURPOSE)|HOSTNAME_MISMATCH)/;
