/** How code of the user's is compiled: why not at all, or why only where it reads variables of its own. */
export interface OwnCodeRule {
  /** Whether there is any that is to be looked at again. */
  any: boolean;
  whyEager?: string;
  everyStep?: string;
}
