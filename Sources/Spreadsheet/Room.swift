// Reads and writes CSV and XLSX.
