/*
 * One line for each finding: the headline of the full form, word for word.
 */
#include "report/report.h"

const struct reporter report_concise = {
        .name = "concise",
        .summary = "one line for each finding",
        .finding = report_headline,
        .end = report_summary,
};
