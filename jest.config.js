/** Jest in ESM mode; the same type stripping as in production instead of a compiler. */
export default {
  extensionsToTreatAsEsm: [".ts"],
  // Generous: a loaded machine is slow, and no test times anything.
  testTimeout: 30_000,
  testMatch: ["**/*.test.ts"],
  transform: { "\\.ts$": "<rootDir>/test/strip-types.mjs" },
  // Not among what tests write, which is thrown away.
  cacheDirectory: "<rootDir>/.monitoring/jest",
  modulePathIgnorePatterns: ["<rootDir>/.monitoring/"],
};
