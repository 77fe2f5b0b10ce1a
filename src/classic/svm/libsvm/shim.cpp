// What JavaScript calls of libsvm: training on dense rows, and where the trained model's numbers lie.
#include "svm.cpp"

static void quiet(const char*) {}

extern "C" {

void* allocate(size_t bytes) { return malloc(bytes); }

/* Zeros are left out, as libsvm's sparse rows have it. */
static svm_node* sparse(const double* row, int columns, svm_node* to) {
  for (int at = 0; at < columns; at++)
    if (row[at] != 0) *to++ = {at + 1, row[at]};
  *to++ = {-1, 0};
  return to;
}

svm_model* train(double* x, double* y, int rows, int columns, int type, int kernel, int degree, double gamma,
                 double coef0, double C, double epsilon, double tol, double cacheMegabytes) {
  svm_set_print_string_function(quiet);
  svm_parameter param = {};
  param.svm_type = type;
  param.kernel_type = kernel;
  param.degree = degree;
  param.gamma = gamma;
  param.coef0 = coef0;
  param.C = C;
  param.p = epsilon;
  param.eps = tol;
  param.cache_size = cacheMegabytes;
  param.shrinking = 1;
  svm_node* nodes = static_cast<svm_node*>(malloc(sizeof(svm_node) * rows * (columns + 1)));
  svm_node** starts = static_cast<svm_node**>(malloc(sizeof(svm_node*) * rows));
  for (int row = 0; row < rows; row++) {
    starts[row] = nodes;
    nodes = sparse(x + row * columns, columns, nodes);
  }
  svm_problem problem = {rows, y, starts};
  return svm_train(&problem, &param);
}

int supportCount(const svm_model* model) { return model->l; }
/* Rows of the training data, counted from 1. */
const int* supportIndices(const svm_model* model) { return model->sv_indices; }
const int* supportPerClass(const svm_model* model) { return model->nSV; }
const double* coefficients(const svm_model* model, int line) { return model->sv_coef[line]; }
const double* offsets(const svm_model* model) { return model->rho; }
}
