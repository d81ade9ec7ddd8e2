using System.Security.Cryptography;
using System.Text;
using TwinningWorkflow.Web.Files;

namespace TwinningWorkflow.Web.Forms;

/// <summary>Tells a repeat of a request from another request under the same key: a hash of what came, before salts are added.</summary>
public static class FormFingerprint
{
    public static string Of(string what, FormInput input)
    {
        var text = new StringBuilder();
        Append(text, what);
        Append(text, input.Outcome ?? "");
        foreach (var (field, value) in input.Fields.OrderBy(x => x.Key, StringComparer.Ordinal))
        {
            Append(text, field);
            switch (value)
            {
                case FieldInput.Typed typed:
                    Append(text, typed.Text);
                    break;
                case FieldInput.Exact exact:
                    Append(
                        text,
                        Convert.ToString(exact.Value, System.Globalization.CultureInfo.InvariantCulture) ?? ""
                    );
                    break;
                case FieldInput.Files files:
                    foreach (var file in files.Items)
                        Append(text, $"{file.Language} {HashOf(file.Upload)}");
                    break;
            }
        }
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }

    // the length before each part keeps two parts from reading as one
    private static void Append(StringBuilder text, string part) => text.Append(part.Length).Append(':').Append(part);

    private static string HashOf(Upload upload) =>
        upload switch
        {
            Upload.Accepted accepted => accepted.File.Hash,
            Upload.Known known => known.Hash,
            _ => "",
        };
}
