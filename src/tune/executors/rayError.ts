/** Ray that is missing, or does not answer. */
export class RayError extends Error {
  override name = "RayError";
}

/** The error for what rayShim.py, or the attempt to start it, came to. */
export function rayError(address: string | undefined, got: string): RayError {
  if (/No module named 'ray'|ENOENT/.test(got))
    return new RayError(
      'ray: Ray must be installed, got none in .venv; run "npx tsdescent setup --with ray"',
    );
  if (address === undefined) return new RayError(`ray: a local cluster must start, got ${got}`);
  const remedy = "check that the cluster runs, and that this process runs on one of its nodes";
  return new RayError(`ray: the cluster at ${address} must answer, got ${got}; ${remedy}`);
}
