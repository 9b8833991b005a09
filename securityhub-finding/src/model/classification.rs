use crate::NumberLiteral;
use crate::decode::part;

part! {
    /// Sensitive data that was found in a resource.
    pub struct DataClassificationDetails {
        /// Where all results lie.
        pub detailed_results_location: Option<String> = "DetailedResultsLocation",
        /// What was found.
        pub result: Option<ClassificationResult> = "Result",
    }
}

part! {
    /// What a search for sensitive data found.
    pub struct ClassificationResult {
        /// The type of the content.
        pub mime_type: Option<String> = "MimeType",
        /// How many bytes were searched.
        pub size_classified: Option<NumberLiteral> = "SizeClassified",
        /// Whether there is more than is told here.
        pub additional_occurrences: Option<bool> = "AdditionalOccurrences",
        /// How the search ended.
        pub status: Option<ClassificationStatus> = "Status",
        /// By known kinds of data.
        pub sensitive_data: Vec<SensitiveDataResult> = "SensitiveData",
        /// By kinds that the customer defined.
        pub custom_data_identifiers: Option<CustomDataIdentifiersResult> = "CustomDataIdentifiers",
    }
}

part! {
    /// How a search ended.
    pub struct ClassificationStatus {
        /// The outcome.
        pub code: Option<String> = "Code",
        /// Why.
        pub reason: Option<String> = "Reason",
    }
}

part! {
    /// Sensitive data of one category.
    pub struct SensitiveDataResult {
        /// The category, such as `PERSONAL_INFORMATION`.
        pub category: Option<String> = "Category",
        /// By kind.
        pub detections: Vec<SensitiveDataDetections> = "Detections",
        /// How often in all.
        pub total_count: Option<NumberLiteral> = "TotalCount",
    }
}

part! {
    /// Sensitive data of one kind.
    pub struct SensitiveDataDetections {
        /// How often.
        pub count: Option<NumberLiteral> = "Count",
        /// The kind.
        pub kind: Option<String> = "Type",
        /// Where.
        pub occurrences: Option<Occurrences> = "Occurrences",
    }
}

part! {
    /// What the customer's own definitions found.
    pub struct CustomDataIdentifiersResult {
        /// By definition.
        pub detections: Vec<CustomDataIdentifiersDetections> = "Detections",
        /// How often in all.
        pub total_count: Option<NumberLiteral> = "TotalCount",
    }
}

part! {
    /// What one definition found.
    pub struct CustomDataIdentifiersDetections {
        /// How often.
        pub count: Option<NumberLiteral> = "Count",
        /// The definition's ARN.
        pub arn: Option<String> = "Arn",
        /// The definition's name.
        pub name: Option<String> = "Name",
        /// Where.
        pub occurrences: Option<Occurrences> = "Occurrences",
    }
}

part! {
    /// Where data was found. Which member is there depends on the type of the file.
    pub struct Occurrences {
        /// Lines of a text.
        pub line_ranges: Vec<Range> = "LineRanges",
        /// Characters from the beginning.
        pub offset_ranges: Vec<Range> = "OffsetRanges",
        /// Pages of a document.
        pub pages: Vec<Page> = "Pages",
        /// Records of a data file.
        pub records: Vec<Record> = "Records",
        /// Cells of a table.
        pub cells: Vec<Cell> = "Cells",
    }
}

part! {
    /// From one place to another.
    pub struct Range {
        /// The first.
        pub start: Option<NumberLiteral> = "Start",
        /// The last.
        pub end: Option<NumberLiteral> = "End",
        /// Where in the first line it begins.
        pub start_column: Option<NumberLiteral> = "StartColumn",
    }
}

part! {
    /// A page of a document.
    pub struct Page {
        /// Its number.
        pub page_number: Option<NumberLiteral> = "PageNumber",
        /// Lines of it.
        pub line_range: Option<Range> = "LineRange",
        /// Characters of it.
        pub offset_range: Option<Range> = "OffsetRange",
    }
}

part! {
    /// A record of a data file.
    pub struct Record {
        /// The path to the value.
        pub json_path: Option<String> = "JsonPath",
        /// Which record it is, from 0.
        pub record_index: Option<NumberLiteral> = "RecordIndex",
    }
}

part! {
    /// A cell of a table.
    pub struct Cell {
        /// The number of its column.
        pub column: Option<NumberLiteral> = "Column",
        /// The number of its row.
        pub row: Option<NumberLiteral> = "Row",
        /// The name of its column.
        pub column_name: Option<String> = "ColumnName",
        /// Its name in the table, such as `B3`.
        pub cell_reference: Option<String> = "CellReference",
    }
}
