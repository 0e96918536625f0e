using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace MySpinBot.Server.Comfy.Files;

/// <summary>Adds routes as ComfyUI has them: each at its path and under <c>/api</c>, and what answers to GET answers to HEAD.</summary>
internal static class BothPaths
{
    /// <summary>The methods of what is read.</summary>
    public static readonly string[] Reading = [HttpMethods.Get, HttpMethods.Head];

    /// <summary>A route that is read.</summary>
    public static void Read(this IEndpointRouteBuilder routes, string path, RequestDelegate answer) => routes.Both(path, Reading, answer);

    /// <summary>A route that takes something.</summary>
    public static void Post(this IEndpointRouteBuilder routes, string path, RequestDelegate answer) => routes.Both(path, [HttpMethods.Post], answer);

    /// <summary>A route that removes something.</summary>
    public static void Delete(this IEndpointRouteBuilder routes, string path, RequestDelegate answer) => routes.Both(path, [HttpMethods.Delete], answer);

    private static void Both(this IEndpointRouteBuilder routes, string path, string[] methods, RequestDelegate answer)
    {
        routes.MapMethods(path, methods, answer);
        routes.MapMethods("/api" + path, methods, answer);
    }
}
