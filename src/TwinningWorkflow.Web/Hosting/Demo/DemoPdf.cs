using System.Globalization;
using System.Text;

namespace TwinningWorkflow.Web.Hosting.Demo;

/// <summary>A one-page PDF that says what it stands for, so that the demonstration's documents can be opened.</summary>
internal static class DemoPdf
{
    public static byte[] Of(string name)
    {
        var page =
            $"BT /F1 20 Tf 60 760 Td ({Escaped(name)}) Tj 0 -36 Td /F1 12 Tf (FITTIZIO - documento dimostrativo) Tj ET";
        string[] objects =
        [
            "<< /Type /Catalog /Pages 2 0 R >>",
            "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
            $"<< /Length {page.Length} >>\nstream\n{page}\nendstream",
            "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        ];
        var pdf = new StringBuilder("%PDF-1.4\n");
        var offsets = new List<int>();
        foreach (var (index, body) in objects.Index())
        {
            offsets.Add(pdf.Length);
            pdf.Append(CultureInfo.InvariantCulture, $"{index + 1} 0 obj\n{body}\nendobj\n");
        }
        var table = pdf.Length;
        pdf.Append(CultureInfo.InvariantCulture, $"xref\n0 {objects.Length + 1}\n0000000000 65535 f \n");
        foreach (var offset in offsets)
            pdf.Append(CultureInfo.InvariantCulture, $"{offset:D10} 00000 n \n");
        pdf.Append(CultureInfo.InvariantCulture, $"trailer << /Size {objects.Length + 1} /Root 1 0 R >>\n");
        pdf.Append(CultureInfo.InvariantCulture, $"startxref\n{table}\n%%EOF\n");
        return Encoding.ASCII.GetBytes(pdf.ToString());
    }

    /// <summary>Letters beyond ASCII would need a font that knows them.</summary>
    private static string Escaped(string text) =>
        string.Concat(
            text.Select(x =>
                x is '(' or ')' or '\\' ? $"\\{x}"
                : char.IsAscii(x) ? $"{x}"
                : "?"
            )
        );
}
