/** Why a step cannot be replayed as a graph: it stays eager. The message is a clause. */
export class NoGraphForm extends Error {
  override name = "NoGraphForm";
}
