using System.Globalization;
using Microsoft.AspNetCore.Http;
using MySpinBot.Server.Answers;
using MySpinBot.Server.Rest.Asking;
using MySpinBot.Server.Security;

namespace MySpinBot.Server.Rest.Links;

/// <summary>Makes addresses that others can read for a while without a key.</summary>
internal sealed class LinkRoutes(SignedLinks links)
{
    private const int UsualSeconds = 3_600;
    private const long MostBytes = 4 << 10;

    /// <summary>Lets the parameters pass that a signed address has; they were looked at when the request came in.</summary>
    public static void Pass(Parameters parameters)
    {
        _ = parameters.Text("expires", 20);
        _ = parameters.Text("signature", 100);
    }

    /// <summary>POST /links/rotate: all links that were made are good for nothing from now on.</summary>
    public Task RotateAsync(HttpContext context)
    {
        new Parameters(context).Check();
        links.Rotate();
        context.Response.StatusCode = StatusCodes.Status204NoContent;
        return Task.CompletedTask;
    }

    /// <summary>Answers with a link to a path, with the parameters of the request, which were checked.</summary>
    public async Task AnswerAsync(HttpContext context, string path)
    {
        var fields = BodyFields.Read(await RequestBody.ReadJsonAsync(context, MostBytes));
        var seconds = fields.Number("expires_in", 1, (int)SignedLinks.Longest.TotalSeconds) ?? UsualSeconds;
        fields.Check();
        var parameters = context.Request.Query.Where(pair => pair.Key != "access_token").Select(pair => new KeyValuePair<string, string>(pair.Key, pair.Value.ToString()));
        var link = links.Sign(path, parameters, TimeSpan.FromSeconds(seconds));
        context.Response.Headers.CacheControl = "no-store";
        await JsonAnswer.WriteAsync(context, StatusCodes.Status200OK, link, static (writer, told) =>
        {
            writer.WriteStartObject();
            writer.WriteString("url"u8, told.Url);
            writer.WriteString("expires_at"u8, told.ExpiresAt.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture));
            writer.WriteEndObject();
        });
    }
}
