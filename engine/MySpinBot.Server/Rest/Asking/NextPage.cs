using System.Text;
using Microsoft.AspNetCore.Http;

namespace MySpinBot.Server.Rest.Asking;

/// <summary>Where the next page of a list is: where this one is, with another cursor.</summary>
internal static class NextPage
{
    /// <summary>Its address. Says it in the header <c>Link</c>, too.</summary>
    public static string Of(HttpContext context, string cursor)
    {
        var next = new StringBuilder(context.Request.Path.ToUriComponent()).Append("?cursor=").Append(Uri.EscapeDataString(cursor));
        foreach (var (name, values) in context.Request.Query)
        {
            foreach (var value in values.OfType<string>().Where(_ => name is not ("cursor" or "access_token")))
            {
                next.Append('&').Append(Uri.EscapeDataString(name)).Append('=').Append(Uri.EscapeDataString(value));
            }
        }

        context.Response.Headers.Link = $"<{next}>; rel=\"next\"";
        return next.ToString();
    }
}
