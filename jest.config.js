/** Jest in ESM mode; the same type stripping as in production instead of a compiler. */
export default {
  extensionsToTreatAsEsm: [".ts"],
  testMatch: ["**/*.test.ts"],
  transform: { "\\.ts$": "<rootDir>/test/strip-types.mjs" },
  modulePathIgnorePatterns: ["<rootDir>/.monitoring/"],
};
