using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace TwinningWorkflow.Web.Simulation;

/// <summary>
/// The files that a scenario names: one page that shows the name. Their bytes follow from the name alone, so that a text
/// version has the same hash wherever the scenario is played; and they are real PDFs, so that they can be filed and opened.
/// </summary>
public static class PseudoFile
{
    /// <summary>The bytes of the file of that name.</summary>
    public static byte[] Bytes(string name)
    {
        var text =
            $"BT /F1 18 Tf 60 760 Td ({Escaped(name)}) Tj /F1 12 Tf 0 -32 Td (FITTIZIO - documento dimostrativo) Tj ET";
        string[] objects =
        [
            "<< /Type /Catalog /Pages 2 0 R >>",
            "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
            $"<< /Length {text.Length} >>\nstream\n{text}\nendstream",
            "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        ];
        var pdf = new StringBuilder("%PDF-1.7\n");
        var table = new StringBuilder();
        foreach (var (index, content) in objects.Index())
        {
            table.Append(CultureInfo.InvariantCulture, $"{pdf.Length:D10} 00000 n \n");
            pdf.Append(CultureInfo.InvariantCulture, $"{index + 1} 0 obj\n{content}\nendobj\n");
        }
        var start = pdf.Length;
        var count = objects.Length + 1;
        pdf.Append(CultureInfo.InvariantCulture, $"xref\n0 {count}\n0000000000 65535 f \n{table}");
        pdf.Append(
            CultureInfo.InvariantCulture,
            $"trailer\n<< /Size {count} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n"
        );
        return Encoding.ASCII.GetBytes(pdf.ToString());
    }

    /// <summary>Their SHA-256, lower-case hex.</summary>
    public static string Hash(string name) => Convert.ToHexStringLower(SHA256.HashData(Bytes(name)));

    /// <summary>As a PDF writes a text; the page's font knows no letters beyond ASCII.</summary>
    private static string Escaped(string name) =>
        string.Concat(name.Select(c => c is '(' or ')' or '\\' ? $"\\{c}" : $"{(char.IsAscii(c) ? c : '_')}"));
}
