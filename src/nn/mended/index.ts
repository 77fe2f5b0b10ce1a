import { mendActivityRegularizers } from "./activityPenalties";
import { mendBatchNormalization } from "./batchNormalization";

// On import, once: models are built, and layers called, before anything of ours is.
mendActivityRegularizers();
mendBatchNormalization();

export { withActivityPenalties } from "./activityPenalties";
