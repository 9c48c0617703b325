// The lists are made once for each build, not once for each page.

const PER_PAGE = 10

const newestFirst = (posts) => posts.toSorted((one, other) => other.date - one.date)

const slugged = (text) => text.toLowerCase().replaceAll(" ", "-")

// One item for each page of ten posts, under each of the names that posts are grouped by.
function pagesOf(posts, namesOf) {
  const groups = Map.groupBy(
    posts.flatMap((post) => namesOf(post).map((name) => ({ name, post }))),
    ({ name }) => name,
  )
  return [...groups].flatMap(([name, members]) => {
    const count = Math.ceil(members.length / PER_PAGE)
    return Array.from({ length: count }, (_, index) => ({
      name,
      slug: slugged(name),
      posts: members.slice(index * PER_PAGE, (index + 1) * PER_PAGE).map(({ post }) => post),
      index,
      count,
      all: members.length,
    }))
  })
}

export default function (config) {
  config.setUseGitIgnore(false)
  config.addFilter("day", (date) => date.toISOString().slice(0, 10))
  config.addFilter("slugged", slugged)
  config.addCollection("condition", (all) =>
    all
      .getFilteredByGlob("content/conditions/*.md")
      .sort((one, other) => (one.data.title < other.data.title ? -1 : 1)),
  )
  config.addCollection("bySlug", (all) =>
    Object.fromEntries(
      all.getFilteredByGlob("content/conditions/*.md").map((one) => [one.fileSlug, one]),
    ),
  )
  const posts = (all) => newestFirst(all.getFilteredByGlob("content/posts/*.md"))
  config.addCollection("post", posts)
  config.addCollection("latest", (all) => posts(all).slice(0, 100))
  config.addCollection("tagPages", (all) => pagesOf(posts(all), (post) => post.data.tags))
  config.addCollection("categoryPages", (all) =>
    pagesOf(posts(all), (post) => [post.data.category]),
  )
  return {
    dir: { input: "content", includes: "../_includes", output: "public" },
    markdownTemplateEngine: false,
    htmlTemplateEngine: "njk",
  }
}
