export { backendNames } from "./backendName";
export type { BackendName, PassedOver } from "./backendName";
export { BackendReport } from "./backendReport";
export type { BackendFacts } from "./backendReport";
export { BackendError, useBackend } from "./useBackend";
