import shared from "../../eslint.config.js";

/** The repository's rules, for a browser's code as well. */
export default [
  ...shared.filter(({ ignores }) => ignores === undefined),
  {
    files: ["**/*.ts", "**/*.tsx"],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
  },
];
