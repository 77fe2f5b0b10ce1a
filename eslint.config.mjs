import jsdoc from "eslint-plugin-jsdoc";
import tseslint from "typescript-eslint";
import rooms from "./.rooms.cjs";

/** A class that hides its members otherwise than its room does; a constructor can be hidden by `private` alone. */
const hidesBy = {
  meta: { schema: [{ enum: ["#", "private"] }] },
  create(context) {
    const [by] = context.options;
    const isPrivate = ({ accessibility, kind }) => accessibility === "private" && kind !== "constructor";
    const isHashed = ({ key }) => key?.type === "PrivateIdentifier";
    const parametersOf = (member) => (member.kind === "constructor" ? member.value.params : []);
    return {
      ClassBody({ body }) {
        const members = body.flatMap((member) => [member, ...parametersOf(member)]);
        for (const node of members.filter(by === "#" ? isPrivate : isHashed))
          context.report({ node, message: `classes of this room hide by ${by}` });
      },
    };
  },
};
/** What has a doc comment, if it is exported. */
const documented = ({ methods }) => ({
  publicOnly: true,
  checkConstructors: false,
  require: { ClassDeclaration: true, FunctionDeclaration: true, MethodDefinition: methods },
  contexts: [
    "TSInterfaceDeclaration",
    "TSTypeAliasDeclaration",
    "ExportNamedDeclaration > VariableDeclaration",
  ],
});
const house = { rules: { "hides-by": hidesBy } };

const hashed = "core,math,show,backend,compile,plot,classic,scratch";

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
    files: ["src/**/*.ts", "kernel/**/*.ts"],
    plugins: { jsdoc },
    rules: {
      "jsdoc/require-description": ["error", { contexts: ["any"] }],
    },
  },
  {
    // What users call says what it does at every method; in the kernel an interface says it for its classes.
    files: ["src/**/*.ts"],
    rules: { "jsdoc/require-jsdoc": ["error", documented({ methods: true })] },
  },
  {
    files: ["kernel/**/*.ts"],
    rules: {
      "jsdoc/require-jsdoc": ["error", documented({ methods: false })],
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
    // A room hides in one way. What is shown in notebooks or walked over by what compares and copies hides by `#`: floors, compiled
    // steps, figures, estimators, what students read.
    files: [`src/{${hashed}}/**/*.ts`],
    plugins: { house },
    rules: { "house/hides-by": ["error", "#"] },
  },
  {
    // A run is shown to callbacks without what they may not touch; a promise is asked whether it is of a cell.
    files: ["src/**/*.ts", "kernel/**/*.ts"],
    ignores: [`src/{${hashed}}/**`, "src/train/run.ts", "kernel/child/context/cellContext.ts"],
    plugins: { house },
    rules: { "house/hides-by": ["error", "private"] },
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
