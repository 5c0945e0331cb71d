/**
 * Where everything lives that is fetched or built once for all clones of this user: MONITORING_CACHE, else
 * `mcp-monitoring` in XDG_CACHE_HOME or ~/.cache. Created if need be.
 */
export function cacheDirectory(env?: Readonly<Record<string, string | undefined>>): string;
