// Labels that say more about the machine than about the exporter, and what stands in their place.
const replaced: Readonly<Record<string, (value: string) => string>> = {
  address: () => "02:00:00:00:00:01",
  boot_id: () => "00000000-0000-0000-0000-000000000000",
  id: (value) => value.replace(/[0-9a-f]{64}/, (hex) => hex.slice(0, 12)),
  image: () => "recorded",
  kernelVersion: () => "recorded",
  machine_id: () => "recorded",
  master_replid: () => "0000000000000000000000000000000000000000",
  nodename: () => "recorded",
  os: () => "Linux",
  redis_build_id: () => "recorded",
  release: () => "recorded",
  run_id: () => "0000000000000000000000000000000000000000",
  system_uuid: () => "recorded",
};
// Folders and interfaces of whatever else runs there.
const dropped = /mountpoint="\/(?!"|var\/lib\/docker")|(?:device|interface)="(?:veth|br-)/;

/** A recorded exposition without what identifies the machine that it was recorded on. */
export function anonymise(text: string): string {
  return (
    text
      .split("\n")
      // The moment of the recording means nothing later on, and Prometheus would refuse it.
      .map((line) => line.replace(/ \d{13}$/, ""))
      .filter((line) => !dropped.test(line) && !line.startsWith("# HELP"))
      .map((line) =>
        line.startsWith("#")
          ? line
          : line.replace(/([a-zA-Z_]\w*)="((?:[^"\\]|\\.)*)"/g, (pair, label: string, value: string) => {
              const replace = value === "" ? undefined : replaced[label];
              return replace ? `${label}="${replace(value)}"` : pair;
            }),
      )
      .join("\n")
  );
}
