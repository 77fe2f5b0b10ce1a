export { compile } from "./compile";
export type { CompiledStep, CompileOptions, StepFunction } from "./compile";
export { notRun } from "./report";
export type { CompileReport, StepMode } from "./report";
export { keepTo, type AskedMode, type Way } from "./way";
export type { HostTensor, StepInput } from "./stepInput";
export { dropout } from "../backend/dropout";
export { nextSeed, randomBits, randomNormal, randomUniform, withSeed } from "../backend/random";
export type { DrawOptions, NormalOptions, UniformOptions } from "../backend/random";
