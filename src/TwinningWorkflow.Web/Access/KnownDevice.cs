using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;

namespace TwinningWorkflow.Web.Access;

/// <summary>
/// A cookie by which a browser proves that this account signed in there before. It opens nothing; it only keeps a
/// stranger's wrong guesses from counting against the person on their own device.
/// </summary>
public sealed class KnownDevice(IDataProtectionProvider protection)
{
    private const string Cookie = "device";
    private static readonly TimeSpan Lasts = TimeSpan.FromDays(180);

    private readonly ITimeLimitedDataProtector protector = protection
        .CreateProtector("TwinningWorkflow.KnownDevice")
        .ToTimeLimitedDataProtector();

    /// <summary>The name under which tries for an account count: the device's own where it is known, else shared by all strangers.</summary>
    public string TriesOf(HttpContext http, string normalizedName)
    {
        if (http.Request.Cookies.TryGetValue(Cookie, out var sealedValue))
            try
            {
                var device = protector.Unprotect(sealedValue);
                if (device.EndsWith(' ' + normalizedName, StringComparison.Ordinal))
                    return "device " + device;
            }
            catch (CryptographicException)
            {
                // forged, expired or of other keys: a stranger
            }
        return "anybody " + normalizedName;
    }

    /// <summary>Remembers that this account signed in here.</summary>
    public void Remember(HttpContext http, string normalizedName) =>
        http.Response.Cookies.Append(
            Cookie,
            protector.Protect(
                Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)) + ' ' + normalizedName,
                Lasts
            ),
            new CookieOptions
            {
                MaxAge = Lasts,
                HttpOnly = true,
                SameSite = SameSiteMode.Strict,
                Secure = http.Request.IsHttps,
                IsEssential = true,
            }
        );
}
