import ts from "typescript";
import { variableKind } from "./typeServer.js";

const { ScriptElementKind: kind } = ts;

/** The protocol's numbers for kinds of completions, by TypeScript's words for them. */
const numbers: Record<string, number> = {
  [kind.memberFunctionElement]: 2,
  [kind.functionElement]: 3,
  [kind.localFunctionElement]: 3,
  [kind.constructorImplementationElement]: 4,
  [kind.classElement]: 7,
  [kind.localClassElement]: 7,
  [kind.interfaceElement]: 8,
  [kind.typeElement]: 8,
  [kind.moduleElement]: 9,
  [kind.externalModuleName]: 9,
  [kind.memberVariableElement]: 10,
  [kind.memberGetAccessorElement]: 10,
  [kind.memberSetAccessorElement]: 10,
  [kind.memberAccessorVariableElement]: 10,
  [kind.enumElement]: 13,
  [kind.keyword]: 14,
  [kind.primitiveType]: 14,
  [kind.scriptElement]: 17,
  [kind.directory]: 19,
  [kind.enumMemberElement]: 20,
  [kind.string]: 21,
  [kind.typeParameterElement]: 25,
};

/** The protocol's number for a kind of completion; what is none of these counts as a variable. */
export function kindOf(word: string): number {
  return numbers[word] ?? variableKind;
}
