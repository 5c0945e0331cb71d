/** Something that the person can mend: only its message is shown. */
export class BootstrapError extends Error {
  name = "BootstrapError";
}

/** Turns the system errors that a person can mend into one sentence each; anything else stays as it is. */
export function explain(error) {
  const advice = {
    ENOSPC: "the disk is full: free some space, then run the same command again",
    EDQUOT: "the disk quota is used up: free some space, then run the same command again",
    EROFS: "the file system is read-only: set MONITORING_CACHE to a folder that you may write to",
    EACCES: "permission denied: set MONITORING_CACHE to a folder that you may write to",
  }[error?.code];
  return advice ? new BootstrapError(`${advice} (${error.path ?? error.syscall ?? error.code})`) : error;
}
