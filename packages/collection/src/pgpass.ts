/**
 * The one line of a PostgreSQL password file that offers a password to every server. Any printable password survives:
 * a colon ends a field and a backslash escapes, so both are escaped
 * (https://www.postgresql.org/docs/current/libpq-pgpass.html).
 */
export function pgpass(password: string): string {
  return `*:*:*:*:${password.replace(/[\\:]/g, "\\$&")}\n`;
}
