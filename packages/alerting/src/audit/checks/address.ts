/** Why a text is no address to scrape or send to, host:port; undefined when it is one. */
export function addressMistake(
  address: string,
): { readonly reason: string; readonly remedy: string } | undefined {
  const shown = `"${address}"`;
  if (/\s/.test(address)) return { reason: `${shown} holds white space`, remedy: "write host:port" };
  if (address === "") return { reason: "an empty text is no address", remedy: "write host:port" };
  if (/^[a-z]+:\/\//i.test(address)) {
    return {
      reason: `${shown} is a URL`,
      remedy: `write ${address.replace(/^[a-z]+:\/\//i, "").replace(/\/.*$/, "")}; scheme and path have settings of their own`,
    };
  }
  if (address.includes("/"))
    return {
      reason: `${shown} holds a path`,
      remedy: 'write host:port; the path belongs into "metrics_path"',
    };
  const match = /^(\[[0-9a-fA-F:.%a-z]+\]|[^:[\]]*)(?::(.*))?$/.exec(address);
  if (!match)
    return { reason: `${shown} is no address`, remedy: "write host:port, an IPv6 address in brackets" };
  const [, host = "", port] = match;
  if (port === undefined)
    return { reason: `${shown} has no port`, remedy: `write ${address}:9090, or whatever its port is` };
  if (!/^\d+$/.test(port) || Number(port) < 1 || Number(port) > 65535) {
    return { reason: `${shown} has no port between 1 and 65535`, remedy: "mend the number behind the colon" };
  }
  if (!host.startsWith("[") && !/^[A-Za-z0-9]([A-Za-z0-9_.-]*[A-Za-z0-9.])?$/.test(host)) {
    return { reason: `${shown} has no host`, remedy: "write host:port" };
  }
  return undefined;
}
