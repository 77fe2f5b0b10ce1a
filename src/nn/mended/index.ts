import { mendGradients } from "../../backend/gradients/index";
import { mendActivityRegularizers } from "./activityPenalties";
import { mendBatchNormalization } from "./batchNormalization";
import { mendCropping } from "./cropping";
import { mendDilatedConvolution } from "./dilatedConvolution";
import { mendLayerNormalization } from "./layerNormalization";
import { mendMasking } from "./masking";
import { mendRecurrentActivities } from "./recurrentActivities";
import { mendSequentialShapes } from "./sequentialShapes";
import { mendThresholdedRelu } from "./thresholdedRelu";
import { mendTimeDistributed } from "./timeDistributed";

// On import, once: models are built, and layers called, before anything of ours is.
mendGradients();
mendActivityRegularizers();
mendRecurrentActivities();
mendBatchNormalization();
mendCropping();
mendDilatedConvolution();
mendLayerNormalization();
mendMasking();
mendSequentialShapes();
mendThresholdedRelu();
mendTimeDistributed();

export { withActivityPenalties } from "./activityPenalties";
