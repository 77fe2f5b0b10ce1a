// As Keras, scikit-learn, torchmetrics and the literature use them; small letters, without separators and without the
// number that a k has (top3, ndcg@10).
const higher = `
  acc accuracy balancedaccuracy binaryaccuracy categoricalaccuracy sparsecategoricalaccuracy multilabelaccuracy subsetaccuracy
  pixelaccuracy tokenaccuracy exactmatch top topk topacc topaccuracy topkaccuracy topkaccuracyscore topkcategoricalaccuracy
  topcategoricalaccuracy sparsetopkcategoricalaccuracy accuracyscore balancedaccuracyscore
  auc aucroc auroc rocauc rocaucscore auprc aucpr prauc ap averageprecision averageprecisionscore map meanaverageprecision
  precision recall sensitivity specificity tpr tnr ppv npv truepositiverate truenegativerate truepositives truenegatives
  precisionscore recallscore precisionatk recallatk precisionatrecall recallatprecision
  sensitivityatspecificity specificityatsensitivity
  f1 f2 f05 f1score f2score fscore fbeta fbetascore f1macro f1micro f1weighted macrof1 microf1 weightedf1 gmean youden youdenj
  informedness markedness
  kappa cohenkappa cohenskappa cohenkappascore quadraticweightedkappa qwk mcc matthews matthewscorrcoef
  matthewscorrelation matthewscorrelationcoefficient
  jaccard jaccardindex jaccardscore iou miou meaniou binaryiou onehotiou onehotmeaniou giou dice dicecoef dicecoefficient dicescore
  hit hits hitrate hr ndcg ndcgscore dcg dcgscore mrr meanreciprocalrank reciprocalrank
  r2 r² r2score rsquared adjustedr2 explainedvariance explainedvariancescore d2 d2score pearson pearsonr pearsoncorrelation
  pearsoncorrcoef spearman spearmanr spearmancorrelation spearmancorrcoef kendall kendalltau correlation ccc
  concordancecorrelation cindex concordanceindex cosinesimilarity nse
  psnr ssim msssim snr sdr sisdr sisnr pesq stoi inceptionscore
  bleu bleuscore rouge rougel rougelsum meteor chrf bertscore
  likelihood loglikelihood elbo evidence
  silhouette silhouettescore ari adjustedrand adjustedrandscore randindex nmi ami mutualinformation vmeasure homogeneity
  completeness calinskiharabasz reward meanreward episodereward winrate successrate
`;

const lower = `
  loss error err errorrate losses cost risk regret
  mse meansquarederror rmse rootmeansquarederror mae meanabsoluteerror mape meanabsolutepercentageerror smape
  symmetricmeanabsolutepercentageerror wmape mdape msle meansquaredlogarithmicerror rmsle rootmeansquaredlogarithmicerror
  medae medianabsoluteerror maxerror mase nrmse rae rse rrse absoluteerror squarederror relativeerror
  logcosh logcosherror huber hinge squaredhinge categoricalhinge poisson pinball pinballloss quantileloss crps
  deviance meanpoissondeviance meangammadeviance meantweediedeviance poissondeviance gammadeviance tweediedeviance
  kl kld kldivergence kullbackleiblerdivergence jsdivergence crossentropy xent binarycrossentropy categoricalcrossentropy
  sparsecategoricalcrossentropy focalloss logloss nll negativeloglikelihood brier brierscore brierscoreloss
  perplexity ppl bpc bpb bitspercharacter bitsperbyte bitsperdim cosineproximity cosinedistance
  zerooneloss hamming hammingloss hammingdistance coverageerror labelrankingloss rankingloss
  ece mce expectedcalibrationerror maximumcalibrationerror calibrationerror
  fpr fnr fdr far frr eer falsepositiverate falsenegativerate falsediscoveryrate equalerrorrate falsepositives falsenegatives
  fid kid frechetinceptiondistance frechetdistance lpips wer cer ter mer worderrorrate charactererrorrate editdistance
  levenshtein hausdorff hausdorffdistance chamfer chamferdistance emd wasserstein wassersteindistance mmd
  daviesbouldin inertia aic bic
`;

/** Which way is better, by the names that the field gives to metrics. */
export const standardModes: ReadonlyMap<string, "min" | "max"> = new Map([
  ...words(higher).map((word) => [word, "max"] as const),
  ...words(lower).map((word) => [word, "min"] as const),
]);

function words(text: string): string[] {
  return text.trim().split(/\s+/);
}
