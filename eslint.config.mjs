import jsdoc from "eslint-plugin-jsdoc";
import tseslint from "typescript-eslint";
import rooms from "./.rooms.cjs";

/** A class that hides some members by `private` and some by `#`. */
const oneWayToHide = {
  create(context) {
    const isPrivate = ({ accessibility }) => accessibility === "private";
    const parametersOf = (member) => (member.kind === "constructor" ? member.value.params : []);
    return {
      ClassBody({ body }) {
        const hashed = body.find(({ key }) => key?.type === "PrivateIdentifier");
        const hidden = body.flatMap((member) => [member, ...parametersOf(member)]).find(isPrivate);
        if (hashed && hidden)
          context.report({ node: hidden, message: "this class hides by #, not by private" });
      },
    };
  },
};
const house = { rules: { "one-way-to-hide": oneWayToHide } };

const unusedUnderscore = ["error", { argsIgnorePattern: "^_", varsIgnorePattern: "^_" }];

export default tseslint.config(
  { ignores: ["dist", ".venv", ".descent", "node_modules", "notebooks", "test/reference"] },
  ...tseslint.configs.recommended,
  {
    rules: {
      "@typescript-eslint/no-unused-vars": unusedUnderscore,
      eqeqeq: "error",
      "no-console": "off",
      "max-lines": ["error", { max: 300, skipBlankLines: true, skipComments: true }],
      complexity: ["error", 14],
      "max-depth": ["error", 4],
    },
  },
  {
    files: ["src/**/*.ts"],
    plugins: { jsdoc },
    rules: {
      "jsdoc/require-jsdoc": [
        "error",
        {
          publicOnly: true,
          checkConstructors: false,
          require: { ClassDeclaration: true, FunctionDeclaration: true, MethodDefinition: true },
          contexts: [
            "TSInterfaceDeclaration",
            "TSTypeAliasDeclaration",
            "ExportNamedDeclaration > VariableDeclaration",
          ],
        },
      ],
      "jsdoc/require-description": ["error", { contexts: ["any"] }],
    },
  },
  {
    // A promise that nobody waits for loses its error: it is awaited, or marked by void.
    files: ["src/**/*.ts", "kernel/**/*.ts"],
    languageOptions: { parserOptions: { project: "./tsconfig.json", tsconfigRootDir: import.meta.dirname } },
    rules: {
      "@typescript-eslint/no-floating-promises": "error",
      "@typescript-eslint/await-thenable": "error",
      "@typescript-eslint/no-misused-promises": ["error", { checksVoidReturn: false }],
    },
  },
  {
    // A room is named one way.
    files: ["**/*.ts"],
    rules: {
      "no-restricted-imports": [
        "error",
        {
          patterns: [
            {
              regex: `^(\\.\\./)+(src/)?(${Object.keys(rooms.library).join("|")})$`,
              message: "name the file: …/index",
            },
          ],
        },
      ],
    },
  },
  {
    // A mean that is written by hand overflows, or differs from equal values in its last bit; text is escaped and numbers are written
    // in one place. What students read shows its own sums.
    files: ["src/**/*.ts"],
    ignores: ["src/math/**", "src/show/**", "src/scratch/**", "src/course/tasks/**"],
    rules: {
      "no-restricted-syntax": [
        "error",
        {
          selector:
            "CallExpression[callee.property.name='reduce'] > ArrowFunctionExpression[params.length=2] > BinaryExpression[operator='+'][left.type='Identifier'][right.type='Identifier']",
          message: "sumOf, meanOf, deviationOf of src/math",
        },
        { selector: "Literal[value='&amp;'], Literal[value='&lt;']", message: "escaped of src/show" },
        {
          selector:
            "CallExpression[callee.name='String'] > CallExpression[callee.name='Number'] > CallExpression[callee.property.name='toPrecision']",
          message: "tableNumber or short of src/show",
        },
      ],
    },
  },
  {
    // A class hides in one way: by `private`, or where its values are shown or compared by `#`.
    files: ["src/**/*.ts", "kernel/**/*.ts"],
    plugins: { house },
    rules: { "house/one-way-to-hide": "error" },
  },
  {
    // Set-up runs before anything is installed: plain JavaScript, typed by JSDoc, nothing but Node.
    files: ["src/setup/**/*.mjs"],
    rules: {
      "no-restricted-imports": [
        "error",
        {
          patterns: [
            {
              regex: "^(?!node:|\\./|\\.\\./)",
              message: "set-up runs before npm ci: use Node's own modules",
            },
          ],
        },
      ],
    },
  },
  { files: ["test/**"], rules: { "max-lines": "off" } },
  { files: ["**/*.cjs"], rules: { "@typescript-eslint/no-require-imports": "off" } },
);
