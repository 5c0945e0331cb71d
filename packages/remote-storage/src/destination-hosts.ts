const ampHost = /^aps-workspaces(?:-fips)?\.([a-z]{2}(?:-[a-z]+)+-\d)\.(?:amazonaws\.com(?:\.cn)?|api\.aws)$/;
const datadogHost = /(?:^|\.)(?:datadoghq\.(?:com|eu)|ddog-gov\.com)$/;

/** The region of an address of AMP; nothing for any other. */
export function ampRegion(url: string): string | undefined {
  return ampHost.exec(URL.parse(url)?.hostname ?? "")?.[1];
}

/** The site (`datadoghq.eu`, `us5.datadoghq.com`) that an address of Datadog belongs to; nothing for any other. */
export function datadogSite(url: string): string | undefined {
  const host = URL.parse(url)?.hostname ?? "";
  if (!datadogHost.test(host)) return undefined;
  return /(?:(?:us|ap)\d\.)?(?:datadoghq\.(?:com|eu)|ddog-gov\.com)$/.exec(host)?.[0];
}
