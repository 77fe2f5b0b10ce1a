import { OptionError, checkInteger, checkNumber, checkOptions, packagePath } from "../../core/index";

/** Options of `ray`. */
export interface RayOptions {
  /** `host:port` of the cluster's head, or `"auto"`; this process must run on a node of it. Default: a cluster of this machine alone is started, and ended with the study. */
  address?: string;
  /** Trials at once. Default: as many as the cluster's cores allow; one for two cores without an address. */
  workers?: number;
  /** Cores that a trial takes, which are also the threads of its TensorFlow. Default 1. */
  cpusPerTrial?: number;
  /** The folder of tsdescent on the cluster's nodes. Default: the same as here. */
  checkout?: string;
  /** Seconds until a worker must be there. Default 180. */
  startTimeoutSeconds?: number;
}

/** Options after their checks. */
export type CheckedRayOptions = RayOptions &
  Required<Pick<RayOptions, "cpusPerTrial" | "checkout" | "startTimeoutSeconds">>;

/** The options, checked, with their defaults. */
export function checkRayOptions(options?: RayOptions): CheckedRayOptions {
  const given = checkOptions<CheckedRayOptions>("ray", options, {
    address: undefined,
    workers: undefined,
    cpusPerTrial: 1,
    checkout: packagePath("."),
    startTimeoutSeconds: 180,
  });
  if (given.workers !== undefined) checkInteger("ray", "workers", given.workers, "[1, 10000]");
  checkInteger("ray", "cpusPerTrial", given.cpusPerTrial, "[1, ∞)");
  checkNumber("ray", "startTimeoutSeconds", given.startTimeoutSeconds, "(0, ∞)");
  checkAddress(given.address);
  return given;
}

function checkAddress(address: string | undefined): void {
  if (address === undefined || address === "auto" || /^[^\s/]+:\d+$/.test(address)) return;
  const required = 'address must be "host:port" or "auto"';
  throw new OptionError({ where: "ray", required, got: `"${address}"` });
}
