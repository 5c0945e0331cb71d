/** Whether Node of this version strips types without a flag. */
export function isNewEnough(text: string): boolean;
/** The npm package that holds Node's binary for a platform. */
export function platformPackage(platform: string, arch: string): string;
