using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using MySpinBot.Server.Answers;
using MySpinBot.Server.Files;

namespace MySpinBot.Server.Comfy.Files;

/// <summary>Sees to it that whoever asks for what there is not reads a sentence, and no empty answer.</summary>
internal static class NothingHere
{
    /// <summary>Answers after the routes, where none has.</summary>
    public static void Use(IApplicationBuilder app)
        => app.Use(async (context, next) =>
        {
            await next(context);
            if (Refusals.IsOwnFace(context.Request.Path) || Refusals.IsOpenAi(context) || context.Response.HasStarted || context.Response.ContentLength is > 0 || context.Response.ContentType is not null)
            {
                return;
            }

            var asked = $"{context.Request.Method} {ServerFolders.Sentence(context.Request.Path.Value)}";
            if (context.Response.StatusCode == StatusCodes.Status404NotFound)
            {
                throw new ServerRefusal(RefusalKind.Missing, "no_such_route", $"There is nothing at {asked}; / says what there is.");
            }

            if (context.Response.StatusCode == StatusCodes.Status405MethodNotAllowed)
            {
                await ComfyJson.SayAsync(context, $"{asked} is not possible: this path takes {context.Response.Headers.Allow}.", StatusCodes.Status405MethodNotAllowed);
            }
        });
}
