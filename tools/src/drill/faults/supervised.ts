/**
 * The first process of a throwaway container whose program may be ended and started again: a container that is
 * restarted would lose its files, which are in memory.
 */
export const supervisor = `
while :; do
  if [ -e /tmp/hold ]; then sleep 0.2; continue; fi
  "$@" &
  echo $! > /tmp/pid
  wait $!
done
`;

/** The command of such a container, with {@link supervisor} in its files as `supervisor.sh`. */
export const supervised = (...program: readonly string[]): readonly string[] => [
  "/bin/sh",
  "/tmp/supervisor.sh",
  ...program,
];

/** Shell scripts that end the program, let it run again, and make it read its configuration. */
export const ending = `touch /tmp/hold; kill -9 "$(cat /tmp/pid)" 2>/dev/null || true; sleep 1\n`;
export const beginning = "rm -f /tmp/hold\n";
export const reloading = `kill -HUP "$(cat /tmp/pid)"\n`;
