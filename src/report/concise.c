/*
 * One line for each finding: the headline of the full form, word for word.
 */
#include "report/report.h"

const struct reporter report_concise = {
        "concise",
        "one line for each finding",
        report_headline,
        report_summary,
};
